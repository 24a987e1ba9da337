"""What programs read: health, robots and the address for security reports."""
