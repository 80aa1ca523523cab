"""What people think of replies."""
