namespace Sinter.Data.Reading.Pdf;

/// <summary>A font as far as reading needs it: the text and the width of each code.</summary>
internal sealed class PdfFont
{
    private readonly int _codeBytes;
    private readonly PdfCharacterMap? _map;
    private readonly string?[] _table;
    private readonly Dictionary<int, double> _widths = [];
    private readonly double _defaultWidth;

    private PdfFont(PdfFile file, PdfDictionary font)
    {
        _map = file.Resolve(font.GetValueOrDefault("ToUnicode")) is PdfStream stream && file.Unpack(stream) is { } data ? PdfCharacterMap.Read(data) : null;
        var composite = file.Name(font.GetValueOrDefault("Subtype")) == "Type0";
        _codeBytes = composite ? (_map?.CodeBytes is > 0 and var bytes ? bytes : 2) : 1;
        _table = composite ? [] : Table(file, font);
        if (composite)
        {
            var descendant = file.Dictionary(file.List(font.GetValueOrDefault("DescendantFonts")).FirstOrDefault()) ?? [];
            _defaultWidth = file.Number(descendant.GetValueOrDefault("DW"), 1000);
            ReadCompositeWidths(file, file.List(descendant.GetValueOrDefault("W")));
            return;
        }

        var first = Math.Clamp(file.Integer(font.GetValueOrDefault("FirstChar"), 0), 0, 255);
        var widths = file.List(font.GetValueOrDefault("Widths"));
        for (var i = 0; i < widths.Count && i < 256; i++)
        {
            _widths[first + i] = file.Number(widths[i], 0);
        }

        // A Type 3 font measures in units of its own.
        var scale = file.Name(font.GetValueOrDefault("Subtype")) == "Type3" && file.List(font.GetValueOrDefault("FontMatrix")) is [var x, ..] ? file.Number(x, 0.001) * 1000 : 1;
        if (scale != 1)
        {
            foreach (var code in _widths.Keys.ToList())
            {
                _widths[code] *= scale;
            }
        }

        _defaultWidth = file.Name(font.GetValueOrDefault("BaseFont")).Contains("Courier", StringComparison.Ordinal) ? 600
            : _widths.Count > 0 ? file.Number(file.Dictionary(font.GetValueOrDefault("FontDescriptor"))?.GetValueOrDefault("MissingWidth"), 0) : double.NaN;
    }

    /// <summary>Reads a font.</summary>
    public static PdfFont Read(PdfFile file, PdfDictionary font) => new(file, font);

    /// <summary>Takes the next code of a text: its characters (U+FFFD where nothing says them), its width in thousandths of the font size, and whether it is the single byte of a space.</summary>
    public (string Text, double Width, bool IsSpace) Next(ref ReadOnlySpan<byte> text)
    {
        var count = Math.Min(_codeBytes, text.Length);
        var code = 0;
        for (var i = 0; i < count; i++)
        {
            code = (code << 8) | text[i];
        }

        text = text[count..];
        var characters = _map?[code] ?? (code < _table.Length ? _table[code] : null) ?? "\uFFFD";
        var width = _widths.TryGetValue(code, out var known) ? known : double.IsNaN(_defaultWidth) ? LikelyWidth(characters) : _defaultWidth;
        return (characters, width, _codeBytes == 1 && code == ' ');
    }

    private static string?[] Table(PdfFile file, PdfDictionary font)
    {
        var encoding = file.Resolve(font.GetValueOrDefault("Encoding"));
        var dictionary = encoding as PdfDictionary;
        var named = file.Name(dictionary is null ? encoding : dictionary.GetValueOrDefault("BaseEncoding"));
        var table = PdfEncodings.Table(named);
        if (named.Length == 0)
        {
            TakeBuiltIn(file, font, table);
        }

        var code = 0;
        foreach (var item in file.List(dictionary?.GetValueOrDefault("Differences")))
        {
            switch (file.Resolve(item))
            {
                case double number:
                    code = (int)Math.Clamp(number, 0, 256);
                    break;
                case PdfName name when code < 256:
                    table[code++] = PdfEncodings.Glyph(name.Value);
                    break;
            }
        }

        return table;
    }

    /// <summary>The encoding that a Type 1 font brings with it, in the readable part of its program: <c>dup 15 /bullet put</c>.</summary>
    private static void TakeBuiltIn(PdfFile file, PdfDictionary font, string?[] table)
    {
        if (file.Resolve(file.Dictionary(font.GetValueOrDefault("FontDescriptor"))?.GetValueOrDefault("FontFile")) is not PdfStream stream || file.Unpack(stream) is not { } program)
        {
            return;
        }

        var readable = program.AsSpan(0, Math.Clamp(file.Integer(stream.Dictionary.GetValueOrDefault("Length1"), 0), 0, program.Length));
        var start = readable.IndexOf("/Encoding"u8);
        if (start < 0)
        {
            return;
        }

        var lexer = new PdfLexer(program.AsMemory(start, readable.Length - start));
        double? code = null;
        while (!lexer.AtEnd)
        {
            switch (lexer.Read())
            {
                case PdfKeyword { Value: "def" or "readonly" }: return;
                case double number: code = number; break;
                case PdfName name when code is >= 0 and < 256:
                    table[(int)code] = PdfEncodings.Glyph(name.Value);
                    code = null;
                    break;
            }
        }
    }

    /// <summary>Widths of the fonts that every reader has, which files need not state: near enough to tell words apart.</summary>
    private static double LikelyWidth(string text) => text switch
    {
        [' ' or 'i' or 'j' or 'l' or 't' or 'f' or 'r' or 'I' or '.' or ',' or ';' or ':' or '\'' or '|' or '!' or '(' or ')' or '[' or ']' or '-' or '/'] => 280,
        ['m' or 'M' or 'w' or 'W' or '@' or '%'] => 850,
        [>= 'A' and <= 'Z'] => 680,
        _ => 530,
    };

    private void ReadCompositeWidths(PdfFile file, List<object?> list)
    {
        for (var i = 0; i + 1 < list.Count;)
        {
            var first = Math.Clamp(file.Integer(list[i], 0), 0, 1 << 24);
            if (file.Resolve(list[i + 1]) is List<object?> each)
            {
                for (var n = 0; n < each.Count; n++)
                {
                    _widths[first + n] = file.Number(each[n], 0);
                }

                i += 2;
            }
            else if (i + 2 < list.Count)
            {
                var last = Math.Min(file.Integer(list[i + 1], 0), first + 0xFFFF);
                file.Spend(Math.Max(0, last - first));
                for (var code = first; code <= last; code++)
                {
                    _widths[code] = file.Number(list[i + 2], 0);
                }

                i += 3;
            }
            else
            {
                return;
            }
        }
    }
}
