"""What a person has us remember: their language and their machine."""
