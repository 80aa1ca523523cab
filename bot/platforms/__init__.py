"""The Platform: which arch, distro and release the asker's machine has, and what Docker publishes for it."""
