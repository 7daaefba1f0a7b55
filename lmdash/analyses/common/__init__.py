"""What the analyses of several pages share."""
