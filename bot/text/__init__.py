"""What people type, made comparable: markup, Unicode forms, Hangul, keyboard layouts, secrets."""
