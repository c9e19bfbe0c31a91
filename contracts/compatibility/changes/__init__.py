"""What differs between two versions: facts only, and which of them a witness trips over."""
