"""The personal details of people with CVs: encrypted, and opened only for the door."""
