"""Writes python_formats.json, the outputs of str.format that PythonFormatTests compares with.

    python3 make_python_formats.py > python_formats.json

Made with CPython 3.11. An output is null if Python raises an exception.
"""
import json
import sys

HOLES = """
{x!r} {x!s} {x!a} {x!r:>20} {x!s:^21} {x!a:*<9} {x!r:.5} {x!s:.3s} {x:{w}} {x:>{w}} {x:.{p}f} {x:{w}.{p}} {x:{a}{w}}
{x:>8} {x:<8} {x:^8} {x:^9} {x:=8} {x:*>8} {x:*^9} {x:0>8} {x:🐘^6} {x:>1} {x:<0} {x:>8s} {x:^12s} {x:<08} {x::>6}
{x:.3s} {x:>8.2s} {x:-^7.1s} {x:+} {x:-} {x:+d} {x:-d} {x:+8} {x:=+8} {x:+08} {x:+08d} {x:=+8d}
{x:,} {x:_} {x:,d} {x:_d} {x:>15,} {x:+,} {x:,.1f} {x:,.2f} {x:_.2f} {x:+,.2f} {x:010,d} {x:012_d} {x:04,d} {x:05_x}
{x:010,.2f} {x:012,.1f} {x:>12,.1f} {x:,.3e} {x:,.1%} {x:05d} {x:010d} {x:02d} {x:05x} {x:08b} {x:06o} {x:08X} {x:>08d}
{x:#x} {x:#X} {x:#o} {x:#b} {x:#d} {x:#010x} {x:#06b} {x:+#x} {x:_x} {x:_b} {x:#_x} {x:^#8x} {x:>6x} {x:<6b} {x:^6o}
{x:>4c} {x:<8d} {x:^8d} {x:>8n} {x:.2n} {x:05n}
{x:.0f} {x:.1f} {x:.2f} {x:.3F} {x:.10f} {x:.20f} {x:.50f} {x:0.2f} {x:8.2f} {x:08.2f} {x:+.2f} {x:+08.1f}
{x:<10.2f} {x:^10.2f} {x:=10.2f} {x:*=+10.2f} {x:#.0f} {x:z.1f} {x:+z.0f} {x:05f} {x:>12f} {x:010F}
{x:.0e} {x:.1e} {x:.3e} {x:.3E} {x:.17e} {x:.30e} {x:+.2e} {x:>14.2e} {x:014.2e} {x:#.0e} {x:=14.3e} {x:020e}
{x:.0g} {x:.1g} {x:.3g} {x:.6G} {x:.17g} {x:.30g} {x:#.3g} {x:+.3g} {x:>12.3g} {x:012.3g} {x:,.9g} {x:#g}
{x:>12.3} {x:^12.1} {x:+.4} {x:,} {x:>12.17} {x:.0%} {x:.1%} {x:.2%} {x:+.1%} {x:>9.1%} {x:09.1%} {x:05%} {x:#.1%}
""".split()
HOLES += ["{x: }", "{x: d}", "{x: 08d}", "{x: .1f}", "{x: >9}", "{x: ^9}", "{x:> 8d}", "{x: ,}"]

VALUES = [
    0, 1, -1, 7, 42, -42, 65, 255, 999, 1000, -1000, 12345, 99999, 1234567, -1234567, 0x1F418, 2**31, -2**31, 2**53 + 1,
    2**63 - 1, -2**63, 2**64, 10**20, -10**20 + 1, 10**40 + 12345, 3**150, 10**310,
    0.0, -0.0, 0.5, 1.5, 2.5, -2.5, 0.125, 0.375, 2.675, 1.005, 0.1, -0.1, 0.05, 3.14159, -3.14159, 99.995, 999.9999,
    9.5, 9.999e9, 1234567.891, -1234567.891, 1e15, 123456789012345.6, 1e16, 9007199254740993.0, 1e21, 1e22, 1e-4, 1e-5,
    0.00012345, 1.5e-7, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1e100, 1e100, 100.0, 1000000.0,
    float("nan"), float("inf"), float("-inf"), True, False, None,
    "", "a", "text", "it's", 'say "hi"', "both ' and \"", "line\nbreak\r\t\\", "é", "naïve café", "日本語", "🐘", "a🐘b",
    "\x00\x1b\x7f", "\x85\xa0\xad", "\u200b\u2028\ufeff", "e\u0301", "{x}", "0", "-5", "long text with more characters",
    b"", b"abc", b"it's", b"\x00\xff\n\\", [], [1, 2], ["a", None, True, 1.5], [[1], []], {}, {"a": 1}, {1: "x", "k": [2.0]},
    (), (1,), (1, "a"), [b"x", {"n": float("inf")}],
]


def encoded(value):
    """The value as JSON that keeps its type."""
    kind = type(value).__name__
    if isinstance(value, (list, tuple)):
        return [kind, [encoded(item) for item in value]]
    if isinstance(value, dict):
        return [kind, [[encoded(key), encoded(item)] for key, item in value.items()]]
    return [kind, value.hex() if isinstance(value, bytes) else value if isinstance(value, str) else repr(value)]


def output(hole, value):
    try:
        return hole.format(x=value, w=12, p=3, a="^")
    except (TypeError, ValueError, OverflowError):
        return None


def main():
    holes = list(dict.fromkeys(HOLES))
    print(json.dumps({"made with": "CPython " + sys.version.split()[0], "holes": holes})[:-1] + ', "rows": [')
    rows = (json.dumps([encoded(value), [output(hole, value) for hole in holes]]) for value in VALUES)
    print(",\n".join(rows))
    print("]}")


if __name__ == "__main__":
    main()
