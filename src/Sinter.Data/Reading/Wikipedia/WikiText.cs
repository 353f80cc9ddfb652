using System.Buffers;
using System.Text;

namespace Sinter.Data.Reading.Wikipedia;

/// <summary>
/// Turns the markup of MediaWiki into plain text. Left out: templates, tables, references, links to files and categories, formulas, galleries, comments. Kept: the words of links,
/// headings as lines, items of lists with a dash. Linear time and no recursion, whatever the text.
/// </summary>
public static class WikiText
{
    // How far a tag or the address of a link may reach.
    private const int LongestTag = 2000;

    private static readonly SearchValues<char> Markup = SearchValues.Create("<[]'&_\n");

    /// <summary>The plain text of wiki markup.</summary>
    public static string ToPlainText(ReadOnlySpan<char> markup)
    {
        var bare = WithoutComments(markup);
        var pass = new Pass(bare, WikiRanges.Find(bare));
        return pass.Run();
    }

    private static ReadOnlySpan<char> WithoutComments(ReadOnlySpan<char> markup)
    {
        if (markup.IndexOf("<!--") < 0)
        {
            return markup;
        }

        var kept = new char[markup.Length];
        var length = 0;
        while (markup.IndexOf("<!--") is var start and >= 0)
        {
            markup[..start].CopyTo(kept.AsSpan(length));
            length += start;
            var end = markup[start..].IndexOf("-->");
            markup = end < 0 ? [] : markup[(start + end + 3)..];
        }

        markup.CopyTo(kept.AsSpan(length));
        return kept.AsSpan(0, length + markup.Length);
    }

    /// <summary>The way through one text.</summary>
    private ref struct Pass(ReadOnlySpan<char> text, List<(int Start, int End)> ranges)
    {
        private readonly ReadOnlySpan<char> _text = text;

        // An item of a list gets one character more than it had, so the shortest grow by half; nothing else grows.
        private PlainTextWriter _out = new(text.Length + (text.Length / 2) + 16);
        private int _at;
        private int _range;
        private int _linkEnd = -1;
        private int _headingEnd = -1;
        private int _withoutEnd;

        public string Run()
        {
            BeginLine();
            while (_at < _text.Length)
            {
                var stop = NextStop();
                _out.Append(_text[_at..stop]);
                _at = stop;
                if (_at == _text.Length)
                {
                    break;
                }

                if (_at == RangeStart())
                {
                    PassOver(ranges[_range].End);
                }
                else if (_at == _linkEnd)
                {
                    _at++;
                }
                else
                {
                    TakeMarkup();
                }
            }

            return _out.Finish();
        }

        /// <summary>Where the plain characters end: at markup, at what is left out, or where something open ends.</summary>
        private int NextStop()
        {
            var step = _text[_at..].IndexOfAny(Markup);
            var stop = step < 0 ? _text.Length : _at + step;
            stop = Math.Min(stop, RangeStart());
            if (_headingEnd >= _at)
            {
                stop = Math.Min(stop, _headingEnd);
            }

            return stop;
        }

        private int RangeStart()
        {
            while (_range < ranges.Count && ranges[_range].Start < _at)
            {
                _range++;
            }

            return _range < ranges.Count ? ranges[_range].Start : int.MaxValue;
        }

        private void TakeMarkup()
        {
            if (_at == _headingEnd)
            {
                // The rest of the line is the signs that close the heading.
                _at = EndOfLine(_at);
                return;
            }

            switch (_text[_at])
            {
                case '\n': TakeLineEnd(); break;
                case '<': TakeTag(); break;
                case '[': TakeLink(); break;
                case ']': TakeClosing(); break;
                case '\'': TakeQuotes(); break;
                case '&': TakeReference(); break;
                default: TakeUnderscore(); break;
            }
        }

        private void TakeLineEnd()
        {
            _at++;
            _out.EndLine();
            if (_headingEnd >= 0)
            {
                _headingEnd = -1;
                _out.EndHeading();
            }

            BeginLine();
        }

        private void BeginLine()
        {
            var line = _text[_at..];
            var marks = line.IndexOfAnyExcept("*#:;");
            marks = marks < 0 ? line.Length : marks;
            if (marks > 0)
            {
                var item = line[..marks].ContainsAny('*', '#');
                _at += marks;
                if (item)
                {
                    _out.Append("- ");
                }

                SkipSpace();
            }
            else if (line is ['=', ..])
            {
                BeginHeading();
            }
            else if (line.StartsWith("----"))
            {
                var rule = line.IndexOfAnyExcept('-');
                _at += rule < 0 ? line.Length : rule;
            }
            else if (line is ['|', ..] or ['{', '|', ..] && RangeStart() != _at)
            {
                // The row of a table that was never closed or never opened.
                _at = Math.Min(EndOfLine(_at), RangeStart());
            }
            else if (line is [' ' or '\t', ..])
            {
                SkipSpace();
            }
        }

        private void BeginHeading()
        {
            var line = _text[_at..EndOfLine(_at)].TrimEnd();
            var open = line.IndexOfAnyExcept('=');
            if (open < 0 || line[^1] != '=')
            {
                return;
            }

            var close = line.LastIndexOfAnyExcept('=') + 1;
            _out.BeginHeading(Math.Min(open, line.Length - close));
            _headingEnd = _at + line[..close].TrimEnd().Length;
            _at += open;
            SkipSpace();
        }

        private void TakeTag()
        {
            var rest = _text[(_at + 1)..];
            var closing = rest is ['/', ..];
            var name = WikiTags.Name(closing ? rest[1..] : rest);
            var end = name.IsEmpty ? -1 : rest[..Math.Min(rest.Length, LongestTag)].IndexOf('>');
            if (end < 0)
            {
                _out.Append('<');
                _at++;
                return;
            }

            var behind = _at + end + 2;
            if (name.Equals("br", StringComparison.OrdinalIgnoreCase) || name.Equals("p", StringComparison.OrdinalIgnoreCase))
            {
                _out.EndLine();
                _at = behind;
            }
            else if (closing || rest[end - 1] == '/')
            {
                PassOver(behind);
            }
            else if (WikiTags.IndexOfDropped(name) is var dropped and >= 0 && Closing(name, dropped, behind) is var close and >= 0)
            {
                var sign = _text[close..].IndexOf('>');
                PassOver(sign < 0 ? _text.Length : close + sign + 1);
            }
            else if (WikiTags.IndexOfLiteral(name) is var literal and >= 0 && Closing(name, literal, behind) is var stop and >= 0)
            {
                _out.Append(_text[behind..stop]);
                _at = stop;
            }
            else
            {
                _at = behind;
            }
        }

        /// <summary>Where the closing tag of an element begins; -1 where there is none, which is not searched for again.</summary>
        private int Closing(ReadOnlySpan<char> name, int element, int from)
        {
            if ((_withoutEnd & (1 << element)) != 0)
            {
                return -1;
            }

            Span<char> tag = stackalloc char[name.Length + 2];
            "</".CopyTo(tag);
            name.CopyTo(tag[2..]);
            var close = _text[from..].IndexOf(tag, StringComparison.OrdinalIgnoreCase);
            if (close < 0)
            {
                _withoutEnd |= 1 << element;
            }

            return close < 0 ? -1 : from + close;
        }

        private void TakeLink()
        {
            var rest = _text[_at..];
            if (rest is ['[', '[', ..])
            {
                _at += 2;
                var stop = _text[_at..].IndexOfAny("|[]\n");
                if (stop >= 0 && _text[_at + stop] == '|' && _text[(_at + stop + 1)..] is not [']', ..])
                {
                    _at += stop + 1;
                }
                else if (_text[_at..] is [':', ..])
                {
                    _at++;
                }

                return;
            }

            var address = rest[1..];
            if (!(address.StartsWith("http") || address.StartsWith("//") || address.StartsWith("ftp:") || address.StartsWith("mailto:")))
            {
                _out.Append('[');
                _at++;
                return;
            }

            var space = address[..Math.Min(address.Length, LongestTag)].IndexOfAny(" ]\n");
            if (space < 0 || address[space] == '\n')
            {
                _at++;
                return;
            }

            _at += space + 2;
            if (address[space] == ']')
            {
                return;
            }

            var label = _text.Slice(_at, Math.Min(LongestTag, _text.Length - _at)).IndexOfAny("]\n");
            _linkEnd = label < 0 || _text[_at + label] == '\n' ? -1 : _at + label;
        }

        private void TakeClosing()
        {
            if (_text[_at..] is [']', ']', ..])
            {
                _at += 2;
            }
            else
            {
                _out.Append(']');
                _at++;
            }
        }

        private void TakeQuotes()
        {
            var run = _text[_at..].IndexOfAnyExcept('\'');
            run = run < 0 ? _text.Length - _at : run;

            // Two, three and five signs are italic, bold and both; others have signs of the text among them.
            _out.Append("'".AsSpan(0, run is 1 or 4 ? 1 : 0));
            _at += run;
        }

        private void TakeReference()
        {
            var (rune, length) = Entities.Read(_text[_at..]);
            if (length == 0)
            {
                _out.Append('&');
                _at++;
                return;
            }

            _out.Append(rune.Value == '\u00A0' ? new Rune(' ') : rune);
            _at += length;
        }

        /// <summary>Words such as <c>__NOTOC__</c> are orders to the wiki.</summary>
        private void TakeUnderscore()
        {
            var rest = _text[_at..];
            var word = rest is ['_', '_', ..] ? rest[2..Math.Min(rest.Length, 40)].IndexOfAnyExceptInRange('A', 'Z') : 0;
            if (word > 2 && rest[(word + 2)..].StartsWith("__"))
            {
                _at += word + 4;
                return;
            }

            _out.Append('_');
            _at++;
        }

        /// <summary>Leaves something out, and with it the signs that it leaves alone: an empty pair of brackets, a comma behind an opening one, a second space.</summary>
        private void PassOver(int end)
        {
            _at = end;
            var next = _text[_at..].IndexOfAnyExcept(' ');
            if (next < 0)
            {
                return;
            }

            var sign = _text[_at + next];
            if (_out.Last == '(' && sign is ')' or ';' or ',')
            {
                _at += next + 1;
                if (sign == ')')
                {
                    _out.RemoveLast();
                }
                else
                {
                    SkipSpace();
                }
            }
            else if (_out.Last is ' ' or '(' || _out.AtLineStart)
            {
                SkipSpace();
            }
        }

        private void SkipSpace()
        {
            while (_at < _text.Length && _text[_at] is ' ' or '\t')
            {
                _at++;
            }
        }

        private readonly int EndOfLine(int from) => _text[from..].IndexOf('\n') is var end and >= 0 ? from + end : _text.Length;
    }
}
