"""PDFs made to hurt: small, well formed, and drawn for ever."""

from __future__ import annotations


def nested(depth: int, fan: int) -> bytes:
    """Forms that each draw the next `fan` times: 12 deep and 10 wide they fill any time and any memory."""
    drawing = [b"/F Do\n" * fan] * (depth - 1) + [b"0 0 1 1 re f"]
    forms = [
        (b"/Type /XObject /Subtype /Form /BBox [0 0 200 200] " + _draws(6 + at) * (at < depth - 1), stream)
        for at, stream in enumerate(drawing)
    ]
    return _document([(_PAGE + _draws(5), None), (b"", b"/F Do"), *forms])


def shaded(times: int) -> bytes:
    """A page painted over and over with a colour that is reckoned for each of its points: 1,000 times take hours."""
    reckoned = b"{ " + b"1 add 1 sub " * 500 + b"pop pop 0.5 }"
    shading = b"/ShadingType 1 /ColorSpace /DeviceGray /Domain [0 200 0 200] /Function 6 0 R"
    function = b"/FunctionType 4 /Domain [0 200 0 200] /Range [0 1]"
    resources = b"/Resources << /Shading << /S << %s >> >> >>" % shading
    return _document([(_PAGE + resources, None), (b"", b"/S sh\n" * times), (b"", b""), (function, reckoned)])


_PAGE = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "


def _draws(form: int) -> bytes:
    return b"/Resources << /XObject << /F %d 0 R >> >>" % form


def _document(bodies: list[tuple[bytes, bytes | None]]) -> bytes:
    """Write a PDF of one page: the objects from number 3 on, the page first."""
    bodies = [
        (b"/Type /Catalog /Pages 2 0 R", None),
        (b"/Type /Pages /Kids [3 0 R] /Count 1", None),
        *bodies,
    ]
    out = b"%PDF-1.4\n"
    for number, (entries, stream) in enumerate(bodies, 1):
        out += b"%d 0 obj\n<< %s" % (number, entries)
        out += b" >>" if stream is None else b" /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        out += b"\nendobj\n"
    return out + b"trailer << /Size %d /Root 1 0 R >>\n%%%%EOF" % (len(bodies) + 1)
