namespace Sinter.Tokenizers.Jinja;

/// <summary>A part of a template that writes or does something.</summary>
/// <param name="Line">Its line, from 1.</param>
internal abstract record Statement(int Line);

/// <summary>Text as it stands.</summary>
internal sealed record Data(int Line, MarkedText Text) : Statement(Line);

/// <summary><c>{{ a }}</c>.</summary>
internal sealed record Output(int Line, Expression Value) : Statement(Line);

/// <summary><c>{% for targets in values if condition %}</c>.</summary>
internal sealed record For(int Line, Expression Target, Expression Values, Expression? Condition, Statement[] Body, Statement[] Else) : Statement(Line);

/// <summary>One way through an <see cref="If"/>.</summary>
internal sealed record Branch(Expression Test, Statement[] Body);

/// <summary><c>{% if %}</c>, <c>{% elif %}</c>, <c>{% else %}</c>.</summary>
internal sealed record If(int Line, Branch[] Branches, Statement[] Else) : Statement(Line);

/// <summary><c>{% set target = value %}</c>; the target is a name, a tuple of names or a member of a namespace.</summary>
internal sealed record Set(int Line, Expression Target, Expression Value) : Statement(Line);

/// <summary><c>{% set target | filter %}body{% endset %}</c>.</summary>
internal sealed record SetBlock(int Line, Expression Target, FilterUse? Filter, Statement[] Body) : Statement(Line);

/// <summary><c>{% with a = b %}body{% endwith %}</c>.</summary>
internal sealed record With(int Line, KeyValuePair<Expression, Expression>[] Variables, Statement[] Body) : Statement(Line);

/// <summary>What a macro takes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Default">The value where none is given, or null.</param>
internal sealed record Parameter(string Name, Expression? Default);

/// <summary><c>{% macro name(parameters) %}body{% endmacro %}</c>.</summary>
internal sealed record Macro(int Line, string Name, Parameter[] Parameters, Statement[] Body) : Statement(Line);

/// <summary><c>{% call(parameters) macro(arguments) %}body{% endcall %}</c>: the macro writes the body by calling <c>caller</c>.</summary>
internal sealed record CallBlock(int Line, Macro Caller, Call Call) : Statement(Line);

/// <summary><c>{% filter name %}body{% endfilter %}</c>.</summary>
internal sealed record FilterBlock(int Line, FilterUse Filter, Statement[] Body) : Statement(Line);

/// <summary><c>{% generation %}body{% endgeneration %}</c>: what the assistant says.</summary>
internal sealed record Generation(int Line, Statement[] Body) : Statement(Line);

/// <summary><c>{% break %}</c>.</summary>
internal sealed record Break(int Line) : Statement(Line);

/// <summary><c>{% continue %}</c>.</summary>
internal sealed record Continue(int Line) : Statement(Line);
