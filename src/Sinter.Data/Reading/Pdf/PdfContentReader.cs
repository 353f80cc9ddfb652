namespace Sinter.Data.Reading.Pdf;

/// <summary>Goes through what pages paint, and hands on their text with its places (ISO 32000, 9.4).</summary>
/// <param name="file">The file.</param>
/// <param name="lines">Takes the text.</param>
internal sealed class PdfContentReader(PdfFile file, PdfLineWriter lines)
{
    private const int MaximumFormDepth = 16;
    private const int MaximumStates = 512;
    private const int MaximumOperands = 1 << 16;

    private readonly Dictionary<PdfDictionary, PdfFont> _fonts = new(ReferenceEqualityComparer.Instance);
    private State _state = State.Initial;
    private PdfMatrix _text = PdfMatrix.Identity;
    private PdfMatrix _line = PdfMatrix.Identity;

    /// <summary>Goes through one page.</summary>
    public void ReadPage(byte[] content, PdfDictionary resources)
    {
        _state = State.Initial;
        Run(content, resources, 0);
        lines.EndPage();
    }

    private void Run(byte[] content, PdfDictionary resources, int depth)
    {
        var lexer = new PdfLexer(content);
        var operands = new List<object?>();
        var saved = new Stack<State>();
        file.Spend(content.Length);
        while (!lexer.AtEnd)
        {
            var item = lexer.Read();
            if (item is not PdfKeyword word)
            {
                if (operands.Count < MaximumOperands)
                {
                    operands.Add(item);
                }

                continue;
            }

            switch (word.Value)
            {
                case "q" when saved.Count < MaximumStates: saved.Push(_state); break;
                case "Q" when saved.Count > 0: _state = saved.Pop(); break;
                case "cm" when Matrix(operands) is { } matrix: _state = _state with { Page = matrix.Then(_state.Page) }; break;
                case "Do" when operands is [PdfName name]: RunForm(name, resources, depth); break;
                case "BI": SkipPicture(lexer, content); break;
                case "Tf" when operands is [PdfName name, double size]: _state = _state with { Font = Font(name, resources), Size = size }; break;
                default: RunText(word.Value, operands); break;
            }

            operands.Clear();
        }

        if (saved.Count > 0)
        {
            _state = saved.Last();
        }
    }

    private void RunText(string word, List<object?> operands)
    {
        switch (word)
        {
            case "BT": _text = _line = PdfMatrix.Identity; break;
            case "Tc" when operands is [double value]: _state = _state with { CharacterSpace = value }; break;
            case "Tw" when operands is [double value]: _state = _state with { WordSpace = value }; break;
            case "Tz" when operands is [double value]: _state = _state with { Stretch = value / 100 }; break;
            case "TL" when operands is [double value]: _state = _state with { Leading = value }; break;
            case "Ts" when operands is [double value]: _state = _state with { Rise = value }; break;
            case "Tm" when Matrix(operands) is { } matrix: _text = _line = matrix; break;
            case "Td" when operands is [double x, double y]: NextLine(x, y); break;
            case "TD" when operands is [double x, double y]:
                _state = _state with { Leading = -y };
                NextLine(x, y);
                break;
            case "T*": NextLine(0, -_state.Leading); break;
            case "Tj" when operands is [byte[] text]: Show(text); break;
            case "'" when operands is [byte[] text]:
                NextLine(0, -_state.Leading);
                Show(text);
                break;
            case "\"" when operands is [double words, double characters, byte[] text]:
                _state = _state with { WordSpace = words, CharacterSpace = characters };
                NextLine(0, -_state.Leading);
                Show(text);
                break;
            case "TJ" when operands is [List<object?> parts]:
                foreach (var part in parts)
                {
                    if (part is byte[] text)
                    {
                        Show(text);
                    }
                    else if (part is double shift)
                    {
                        _text = _text.Shifted(-shift / 1000 * _state.Size * _state.Stretch, 0);
                    }
                }

                break;
        }
    }

    private void NextLine(double x, double y) => _text = _line = _line.Shifted(x, y);

    private void Show(byte[] text)
    {
        if (_state.Font is not { } font)
        {
            return;
        }

        var rest = text.AsSpan();
        ReadOnlySpan<byte> codes = rest;
        while (!codes.IsEmpty)
        {
            var (characters, width, isSpace) = font.Next(ref codes);
            var from = _text.Shifted(0, _state.Rise).Then(_state.Page);
            var space = _state.CharacterSpace + (isSpace ? _state.WordSpace : 0);
            var glyph = width / 1000 * _state.Size * _state.Stretch;
            var to = _text.Shifted(glyph, _state.Rise).Then(_state.Page);
            _text = _text.Shifted(glyph + (space * _state.Stretch), 0);

            // A text that runs upwards is turned, so that it makes lines as others do.
            var upright = Math.Abs(from.A) >= Math.Abs(from.B);
            var size = Math.Abs(_state.Size) * from.Height;
            if (upright)
            {
                lines.Add(characters, from.E, from.F, to.E, size);
            }
            else
            {
                var sign = Math.Sign(from.B);
                lines.Add(characters, from.F * sign, -from.E * sign, to.F * sign, size);
            }
        }
    }

    private void RunForm(PdfName name, PdfDictionary resources, int depth)
    {
        if (depth == MaximumFormDepth
            || file.Resolve(file.Dictionary(resources.GetValueOrDefault("XObject"))?.GetValueOrDefault(name.Value)) is not PdfStream form
            || file.Name(form.Dictionary.GetValueOrDefault("Subtype")) != "Form"
            || file.Unpack(form) is not { } content)
        {
            return;
        }

        var (outer, text, line) = (_state, _text, _line);
        if (PdfMatrix.Of(file.List(form.Dictionary.GetValueOrDefault("Matrix")).ConvertAll(number => file.Number(number, 0))) is { } matrix)
        {
            _state = _state with { Page = matrix.Then(_state.Page) };
        }

        Run(content, file.Dictionary(form.Dictionary.GetValueOrDefault("Resources")) ?? resources, depth + 1);
        (_state, _text, _line) = (outer, text, line);
    }

    private PdfFont? Font(PdfName name, PdfDictionary resources)
    {
        if (file.Dictionary(file.Dictionary(resources.GetValueOrDefault("Font"))?.GetValueOrDefault(name.Value)) is not { } dictionary)
        {
            return null;
        }

        if (!_fonts.TryGetValue(dictionary, out var font))
        {
            font = PdfFont.Read(file, dictionary);
            _fonts[dictionary] = font;
        }

        return font;
    }

    private static PdfMatrix? Matrix(List<object?> operands) => operands.TrueForAll(operand => operand is double) ? PdfMatrix.Of(operands.ConvertAll(operand => (double)operand!)) : null;

    /// <summary>Goes behind the data of a picture that stands within the content: up to an EI of its own.</summary>
    private static void SkipPicture(PdfLexer lexer, byte[] content)
    {
        var at = lexer.Position;
        while (content.AsSpan(at).IndexOf("EI"u8) is var step and >= 0)
        {
            at += step + 2;
            var before = content[at - 3];
            var after = at < content.Length ? content[at] : (byte)' ';
            if (before is (byte)' ' or (byte)'\n' or (byte)'\r' && after is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'Q')
            {
                lexer.Position = at;
                return;
            }
        }

        lexer.Position = content.Length;
    }

    /// <summary>The graphics state, as far as text needs it.</summary>
    private sealed record State
    {
        public static State Initial { get; } = new();

        public PdfMatrix Page { get; init; } = PdfMatrix.Identity;

        public PdfFont? Font { get; init; }

        public double Size { get; init; }

        public double CharacterSpace { get; init; }

        public double WordSpace { get; init; }

        public double Stretch { get; init; } = 1;

        public double Leading { get; init; }

        public double Rise { get; init; }
    }
}
