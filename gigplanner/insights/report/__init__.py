"""A recap as others read it: plain text, Markdown, a page for the browser, or data for JSON."""

from gigplanner.insights.report.data import as_json
from gigplanner.insights.report.html import page_html
from gigplanner.insights.report.markdown import as_markdown
from gigplanner.insights.report.plain import as_text
from gigplanner.insights.report.sections import recap_page

__all__ = ["as_json", "as_markdown", "as_text", "page_html", "recap_page"]
