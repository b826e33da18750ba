"""What each element is (kind) and how it is made (casting), with confidence and reasons."""
