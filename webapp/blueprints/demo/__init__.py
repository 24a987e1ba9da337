"""Pages that exist in a demo only: the design system, looked at in the browser."""
