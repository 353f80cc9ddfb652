using System.Buffers;
using System.Text;

namespace Sinter.Data.Html;

/// <summary>Writes the text of one block with its emphasis, code, links and formulas as Markdown.</summary>
/// <param name="document">The page.</param>
/// <param name="includeLinks">Whether the addresses of links are kept.</param>
internal sealed class MarkdownInline(HtmlDocument document, bool includeLinks)
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("\\`*_[]<");

    private readonly StringBuilder _output = new();
    private readonly List<(int Node, string Mark, bool IsWritten)> _open = [];
    private bool _spaceIsDue;
    private int _codeDepth;
    private string _lastFormula = "";

    /// <summary>The block from its first text node on; the inline elements round that node, within the container, count too.</summary>
    public string Write(int firstNode, int endNode, int container)
    {
        _output.Clear();
        _open.Clear();
        _spaceIsDue = false;
        _codeDepth = 0;
        _lastFormula = "";
        var around = new Stack<int>();
        for (var node = document.Parents[firstNode]; node > container; node = document.Parents[node])
        {
            around.Push(node);
        }

        foreach (var node in around)
        {
            Open(node);
        }

        for (var node = firstNode; node < endNode;)
        {
            CloseBefore(node);
            var tag = document.Tags[node];
            if (tag == HtmlTag.Text)
            {
                Append(document.Text(node));
            }
            else if (FormulaOf(node) is { Length: > 0 } formula)
            {
                AppendFormula(formula);
                node = document.End(node);
                continue;
            }
            else if (PageBlocks.IsSkipped(tag))
            {
                node = document.End(node);
                continue;
            }
            else if (tag == HtmlTag.Br)
            {
                _output.Append(_output.Length > 0 ? "\n" : "");
                _spaceIsDue = false;
            }
            else
            {
                Open(node);
            }

            node++;
        }

        CloseBefore(int.MaxValue);
        return _output.ToString().Trim();
    }

    private void Open(int node)
    {
        var mark = document.Tags[node] switch
        {
            HtmlTag.B or HtmlTag.Strong => "**",
            HtmlTag.I or HtmlTag.Em or HtmlTag.Cite or HtmlTag.Dfn or HtmlTag.Var => "*",
            HtmlTag.Code or HtmlTag.Kbd or HtmlTag.Samp or HtmlTag.Tt => "`",
            HtmlTag.S or HtmlTag.Del or HtmlTag.Strike => "~~",
            HtmlTag.A when includeLinks && AddressOf(node).Length > 0 => "[",
            _ => "",
        };
        if (mark.Length > 0 && _codeDepth == 0 && !_open.Exists(open => open.Mark == mark))
        {
            _open.Add((node, mark, false));
            _codeDepth += mark == "`" ? 1 : 0;
        }
    }

    private void CloseBefore(int node)
    {
        for (var i = _open.Count - 1; i >= 0 && document.End(_open[i].Node) <= node; i--)
        {
            var (opened, mark, isWritten) = _open[i];
            _open.RemoveAt(i);
            _codeDepth -= mark == "`" ? 1 : 0;
            if (isWritten)
            {
                _output.Append(mark == "[" ? $"]({AddressOf(opened)})" : mark);
            }
        }
    }

    /// <summary>An address that a reader can follow: of the web or of the site; with nothing that would end the link.</summary>
    private string AddressOf(int node)
    {
        var address = document.Attribute(node, HtmlAttribute.Href).Trim();
        return address.Length is 0 or > 2000 || address[0] == '#' || address.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? ""
            : address.Replace(" ", "%20", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);
    }

    /// <summary>Marks stand right at the words, never at the space beside them.</summary>
    private void BeginWord()
    {
        if (_spaceIsDue && _output.Length > 0 && _output[^1] != '\n')
        {
            _output.Append(' ');
        }

        _spaceIsDue = false;
        for (var i = 0; i < _open.Count; i++)
        {
            if (!_open[i].IsWritten)
            {
                _output.Append(_open[i].Mark);
                _open[i] = _open[i] with { IsWritten = true };
            }
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsWhiteSpace(character) || character == '\u200B')
            {
                _spaceIsDue = true;
                continue;
            }

            if (_spaceIsDue || _output.Length == 0 || (_open.Count > 0 && !_open[^1].IsWritten))
            {
                BeginWord();
            }

            if (character is '\uFEFF' or '\u00AD' or '\u2060')
            {
                continue;
            }

            var isWithinWord = character == '_' && i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            var beginsLine = (_output.Length == 0 || _output[^1] == '\n') && character is '#' or '>' or '+' or '-' && (i + 1 == text.Length || text[i + 1] == ' ');
            if (_codeDepth == 0 && ((Marks.Contains(character) && !isWithinWord) || beginsLine))
            {
                _output.Append('\\');
            }

            _output.Append(character);
        }
    }

    private void AppendFormula(string formula)
    {
        if (formula == _lastFormula)
        {
            // The same formula again, as the picture beside its source.
            return;
        }

        _lastFormula = formula;
        BeginWord();
        _output.Append(formula);
    }

    /// <summary>The TeX of a formula between dollar signs: of MathML, of a script of sort math/tex, or of a picture that is named so; empty for anything else.</summary>
    private string FormulaOf(int node)
    {
        switch (document.Tags[node])
        {
            case HtmlTag.Math:
                var tex = document.Attribute(node, HtmlAttribute.AltText);
                for (var i = node + 1; i < document.End(node) && tex.Length == 0; i++)
                {
                    tex = document.Tags[i] == HtmlTag.Annotation && document.Tags[Math.Min(i + 1, document.Count - 1)] == HtmlTag.Text ? document.Text(i + 1).ToString() : "";
                }

                return Delimit(tex, document.RawAttribute(node, HtmlAttribute.Display).Equals("block", StringComparison.OrdinalIgnoreCase));
            case HtmlTag.Script when document.RawAttribute(node, HtmlAttribute.Type).StartsWith("math/tex", StringComparison.OrdinalIgnoreCase) && node + 1 < document.End(node):
                return Delimit(document.Text(node + 1).ToString(), document.RawAttribute(node, HtmlAttribute.Type).Contains("display", StringComparison.OrdinalIgnoreCase));
            case HtmlTag.Img when document.RawAttribute(node, HtmlAttribute.Class) is var name
                && (name.Contains("math", StringComparison.OrdinalIgnoreCase) || name.Contains("latex", StringComparison.OrdinalIgnoreCase) || name.Contains("tex", StringComparison.Ordinal)):
                return Delimit(document.Attribute(node, HtmlAttribute.Alt), isDisplay: false);
            default:
                return "";
        }
    }

    private static string Delimit(string tex, bool isDisplay)
    {
        tex = tex.Trim();
        return tex.Length == 0 ? "" : isDisplay ? $"$${tex}$$" : $"${tex}$";
    }
}
