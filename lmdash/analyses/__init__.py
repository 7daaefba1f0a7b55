"""One module a method: one question, one public function, a frozen result."""
