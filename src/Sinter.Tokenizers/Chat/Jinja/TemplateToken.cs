using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Jinja;

/// <summary>What sort a <see cref="TemplateToken"/> is.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of all tags.</summary>
    Data,

    /// <summary>The beginning of a statement, <c>{%</c>.</summary>
    BlockBegin,

    /// <summary>The end of a statement, <c>%}</c>.</summary>
    BlockEnd,

    /// <summary>The beginning of an output, <c>{{</c>.</summary>
    OutputBegin,

    /// <summary>The end of an output, <c>}}</c>.</summary>
    OutputEnd,

    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A text in quotes; the token's text is what it means.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a point or exponent.</summary>
    Float,

    /// <summary>A sign such as <c>+</c>, <c>==</c> or <c>(</c>.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>The smallest unit of a template.</summary>
/// <param name="Kind">Its sort.</param>
/// <param name="Text">Its text; digits only for a number.</param>
/// <param name="Line">Its line, from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TemplateToken(TokenKind Kind, string Text, int Line)
{
    /// <summary>Whether it is this name or keyword.</summary>
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>Whether it is this sign.</summary>
    public bool IsOperator(string sign) => Kind == TokenKind.Operator && Text == sign;

    /// <summary>The token as an error shows it.</summary>
    public string Shown => Kind switch
    {
        TokenKind.BlockBegin => "'{%'",
        TokenKind.BlockEnd => "'%}'",
        TokenKind.OutputBegin => "'{{'",
        TokenKind.OutputEnd => "'}}'",
        TokenKind.End => "the end of the template",
        TokenKind.Data => "text",
        _ => $"'{(Text.Length <= 40 ? Text : string.Concat(Text.AsSpan(0, 37), "..."))}'",
    };
}
