"""What the address of each page may say: its controls, in a module of the page's name."""
