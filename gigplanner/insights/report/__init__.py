"""A recap as others read it: plain text, Markdown, a page for the browser, or data for JSON."""
