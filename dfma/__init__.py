"""The domain of design for manufacture and assembly: values, and pure functions over them."""
