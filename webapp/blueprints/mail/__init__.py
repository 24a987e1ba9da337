"""Where mails lead back to: ending a service by one click."""
