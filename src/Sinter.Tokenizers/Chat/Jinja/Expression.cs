namespace Sinter.Tokenizers.Jinja;

/// <summary>A part of a template that has a value.</summary>
/// <param name="Line">Its line, from 1.</param>
internal abstract record Expression(int Line);

/// <summary>A value written out.</summary>
internal sealed record Constant(int Line, object? Value) : Expression(Line);

/// <summary>A variable.</summary>
internal sealed record Name(int Line, string Identifier) : Expression(Line);

/// <summary><c>[a, b]</c>.</summary>
internal sealed record ListLiteral(int Line, Expression[] Items) : Expression(Line);

/// <summary><c>(a, b)</c> or <c>a, b</c>.</summary>
internal sealed record TupleLiteral(int Line, Expression[] Items) : Expression(Line);

/// <summary><c>{a: b}</c>.</summary>
internal sealed record MapLiteral(int Line, KeyValuePair<Expression, Expression>[] Entries) : Expression(Line);

/// <summary><c>not a</c>, <c>-a</c> or <c>+a</c>.</summary>
internal sealed record Unary(int Line, string Sign, Expression Operand) : Expression(Line);

/// <summary><c>a + b</c> and its like; <c>and</c> and <c>or</c> look at the right side only where the left does not settle it.</summary>
internal sealed record Binary(int Line, string Sign, Expression Left, Expression Right) : Expression(Line);

/// <summary><c>a &lt; b == c</c>: true where every neighbouring pair is as its sign says.</summary>
internal sealed record Comparison(int Line, Expression First, KeyValuePair<string, Expression>[] Rest) : Expression(Line);

/// <summary><c>a if test else b</c>.</summary>
internal sealed record Conditional(int Line, Expression Test, Expression Then, Expression? Else) : Expression(Line);

/// <summary><c>a.name</c>.</summary>
internal sealed record Member(int Line, Expression Target, string Name) : Expression(Line);

/// <summary><c>a[index]</c>.</summary>
internal sealed record Item(int Line, Expression Target, Expression Index) : Expression(Line);

/// <summary><c>start:stop:step</c> in the brackets of an <see cref="Item"/>.</summary>
internal sealed record SliceBounds(int Line, Expression? Start, Expression? Stop, Expression? Step) : Expression(Line);

/// <summary>What a call, filter or test is given.</summary>
/// <param name="Positional">By place.</param>
/// <param name="Named">By name.</param>
/// <param name="Spread">A list of further ones by place, or null.</param>
/// <param name="SpreadNamed">A dict of further ones by name, or null.</param>
internal sealed record ArgumentList(Expression[] Positional, KeyValuePair<string, Expression>[] Named, Expression? Spread, Expression? SpreadNamed)
{
    /// <summary>None.</summary>
    public static readonly ArgumentList Empty = new([], [], null, null);
}

/// <summary><c>function(arguments)</c>.</summary>
internal sealed record Call(int Line, Expression Function, ArgumentList Arguments) : Expression(Line);

/// <summary><c>a | name(arguments)</c>; without a target in the tag of a block that is filtered.</summary>
internal sealed record FilterUse(int Line, Expression? Target, string Name, ArgumentList Arguments) : Expression(Line);

/// <summary><c>a is name arguments</c>.</summary>
internal sealed record TestUse(int Line, Expression Target, string Name, ArgumentList Arguments) : Expression(Line);
