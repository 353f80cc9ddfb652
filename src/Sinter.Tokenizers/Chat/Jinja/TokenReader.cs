namespace Sinter.Tokenizers.Jinja;

/// <summary>Goes through the tokens of a template, and bounds how deep its parts lie in each other.</summary>
internal sealed class TokenReader(List<TemplateToken> tokens)
{
    /// <summary>How deep brackets and blocks may lie in each other.</summary>
    private const int DeepestNesting = 100;

    private int _index;
    private int _depth;

    /// <summary>The token to read next.</summary>
    public TemplateToken Current => tokens[_index];

    /// <summary>The token behind that.</summary>
    public TemplateToken Following => tokens[Math.Min(_index + 1, tokens.Count - 1)];

    /// <summary>Reads a token.</summary>
    public TemplateToken Next()
    {
        var token = Current;
        _index = Math.Min(_index + 1, tokens.Count - 1);
        return token;
    }

    /// <summary>Reads a sign if it is the next token.</summary>
    public bool Skip(string sign) => SkipIf(Current.IsOperator(sign));

    /// <summary>Reads a keyword if it is the next token.</summary>
    public bool SkipName(string name) => SkipIf(Current.IsName(name));

    /// <summary>Reads a sign that must be there.</summary>
    public void Expect(string sign)
    {
        if (!Skip(sign))
        {
            throw Error($"found {Current.Shown}, expected '{sign}'");
        }
    }

    /// <summary>Reads a keyword that must be there.</summary>
    public void ExpectName(string name)
    {
        if (!SkipName(name))
        {
            throw Error($"found {Current.Shown}, expected '{name}'");
        }
    }

    /// <summary>Reads a token of a sort that must be there.</summary>
    public TemplateToken Expect(TokenKind kind, string called) => Current.Kind == kind ? Next() : throw Error($"found {Current.Shown}, expected {called}");

    /// <summary>Goes one level deeper; <see cref="Leave"/> comes back.</summary>
    public void Enter()
    {
        if (++_depth > DeepestNesting)
        {
            throw Error($"brackets or blocks lie more than {DeepestNesting} levels deep in each other; write the template flatter");
        }
    }

    /// <summary>Comes back from <see cref="Enter"/>.</summary>
    public void Leave() => _depth--;

    /// <summary>The error that says so of the next token's line.</summary>
    public InvalidDataException Error(FormattableString what) => TemplateFault.Error(Current.Line, what);

    private bool SkipIf(bool found)
    {
        if (found)
        {
            Next();
        }

        return found;
    }
}
