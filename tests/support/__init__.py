"""What the tests stand on: servers, browsers and checkers, started and stopped by the tests."""
