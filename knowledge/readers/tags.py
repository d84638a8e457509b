"""HTML's elements by what they do to text."""

from __future__ import annotations

_NO_TEXT = """
    audio base button canvas datalist head iframe math nav noembed noframes noscript object rp rt script select style svg template
    textarea title video
"""
_LINES = """
    address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main ol p plaintext pre section summary table tbody tfoot thead tr ul xmp
"""
_OTHERS = """
    a abbr b big cite code del em font frameset html i img input ins label link map mark meta q s small span strike strong sub sup
    td th time tt u
"""

UNSEEN = frozenset(_NO_TEXT.split())
"""Their content is no text of the page, or only serves to move about in the site."""
BLOCKS = frozenset(_LINES.split())
"""They begin and end lines."""
CELLS = frozenset({"td", "th"})
PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
"""Their line breaks count."""
KNOWN = UNSEEN | BLOCKS | frozenset(_OTHERS.split())
"""What a text begins with when it is HTML."""
