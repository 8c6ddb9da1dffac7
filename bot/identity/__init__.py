"""Verifies citizens with an identity provider: links in the chat, pages in the browser, codes back to the chat."""
