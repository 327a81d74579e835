"""A recap as others read it: plain text, Markdown, or data for JSON."""

from gigplanner.insights.report.data import as_json
from gigplanner.insights.report.markdown import as_markdown
from gigplanner.insights.report.plain import as_text

__all__ = ["as_json", "as_markdown", "as_text"]
