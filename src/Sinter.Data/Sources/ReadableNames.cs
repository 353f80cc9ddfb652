using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sinter.Data.Sources;

/// <summary>
/// Turns the names of documentation-comment ids into what a reader expects: <c>IEnumerable{``0}</c> into <c>IEnumerable&lt;T&gt;</c>.
/// It remembers the names of the type parameters of the types that it was told of; those of others are <c>T</c>, or <c>T1, T2</c> and so on.
/// A type is called by one short name everywhere (<c>Int32</c>, not also <c>int</c>), because a small model learns one name sooner than two.
/// </summary>
internal sealed class ReadableNames
{
    private const int MaximumDepth = 32;

    private static readonly SearchValues<char> NameEnds = SearchValues.Create("{},[]*@|!");
    private static readonly SearchValues<char> ModifierEnds = SearchValues.Create(",@}*");

    private static readonly Dictionary<string, string> OperatorSymbols = new(StringComparer.Ordinal)
    {
        ["Addition"] = "+",
        ["Subtraction"] = "-",
        ["Multiply"] = "*",
        ["Division"] = "/",
        ["Modulus"] = "%",
        ["ExclusiveOr"] = "^",
        ["BitwiseAnd"] = "&",
        ["BitwiseOr"] = "|",
        ["LeftShift"] = "<<",
        ["RightShift"] = ">>",
        ["UnsignedRightShift"] = ">>>",
        ["Equality"] = "==",
        ["Inequality"] = "!=",
        ["LessThan"] = "<",
        ["LessThanOrEqual"] = "<=",
        ["GreaterThan"] = ">",
        ["GreaterThanOrEqual"] = ">=",
        ["UnaryNegation"] = "-",
        ["UnaryPlus"] = "+",
        ["LogicalNot"] = "!",
        ["OnesComplement"] = "~",
        ["Increment"] = "++",
        ["Decrement"] = "--",
        ["True"] = "true",
        ["False"] = "false",
    };

    private readonly Dictionary<string, string[]> _typeParameters = new(StringComparer.Ordinal);

    /// <summary>Remembers how a generic type calls its type parameters.</summary>
    public void Learn(string type, IReadOnlyList<string> typeParameters) => _typeParameters[type] = [.. typeParameters];

    /// <summary>A type with its namespace: <c>System.Collections.Generic.List&lt;T&gt;</c>.</summary>
    public string FullType(string type) => TypeName(type, 0);

    /// <summary>A type without its namespace: <c>List&lt;T&gt;</c>.</summary>
    public string ShortType(string type) => TypeName(type, type.LastIndexOf('.') + 1);

    /// <summary>A member without its type: <c>Join</c>, <c>Addition</c>, <c>IList.Add</c>; a constructor has the name of its type.</summary>
    public string Member(DocumentationId id)
    {
        if (id.Kind == MemberKind.Constructor)
        {
            var name = id.Type[(id.Type.LastIndexOf('.') + 1)..];
            return name.IndexOf('`', StringComparison.Ordinal) is >= 0 and var arity ? name[..arity] : name;
        }

        // The explicit implementation of an interface: its dots are '#', and the commas of its type arguments are '@'.
        var hash = id.Member.LastIndexOf('#');
        var simple = id.Member[(hash + 1)..];
        simple = id.Kind == MemberKind.Operator ? simple[(simple.IndexOf('_', StringComparison.Ordinal) + 1)..] : simple;
        return hash <= 0 ? simple : Parameter(id.Member[..hash].Replace('#', '.').Replace('@', ','), id.Type, []) + "." + simple;
    }

    /// <summary>
    /// What a reference in a text stands for: a type by its short name, a member by <c>Type.Member</c>; what is no id stands as it is, without a prefix.
    /// </summary>
    public string Reference(string reference)
    {
        if (DocumentationId.TryParse(reference) is not { } id)
        {
            var name = reference.StartsWith("Overload:", StringComparison.Ordinal) ? reference["Overload:".Length..] : reference;
            return name.Length > 2 && name[1] == ':' ? name[2..] : name;
        }

        return id.Kind == MemberKind.Type ? Parameter(id.Type, id.Type, []) : ShortType(id.Type) + "." + Member(id);
    }

    /// <summary>What stands on the line of a signature: <c>Join(String separator, String[] value)</c>; empty where the name says it all.</summary>
    public string Signature(DocumentationId id, IReadOnlyList<string> parameterNames, IReadOnlyList<string> methodTypeParameters)
    {
        var takesParameters = id.Kind is MemberKind.Method or MemberKind.Constructor or MemberKind.Operator;
        if (!takesParameters && id.ParameterTypes.Count == 0)
        {
            return "";
        }

        var names = id.Arity == methodTypeParameters.Count ? methodTypeParameters : DefaultParameters(id.Arity);
        var text = new StringBuilder(id.Kind == MemberKind.Operator ? OperatorName(id, names) : Member(id));
        if (id.Arity > 0)
        {
            text.Append('<').AppendJoin(", ", names).Append('>');
        }

        text.Append(takesParameters ? '(' : '[');
        for (var i = 0; i < id.ParameterTypes.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(Parameter(id.ParameterTypes[i], id.Type, names));
            if (parameterNames.Count == id.ParameterTypes.Count)
            {
                text.Append(' ').Append(parameterNames[i]);
            }
        }

        return text.Append(takesParameters ? ')' : ']').ToString();
    }

    /// <summary>The type of a parameter as it stands in an id, by its short name; <paramref name="declaringType"/> and the names give meaning to <c>`0</c> and <c>``0</c>.</summary>
    public string Parameter(string type, string declaringType, IReadOnlyList<string> methodTypeParameters)
    {
        var text = new StringBuilder();
        var position = 0;
        WriteType(type, ref position, text, new Scope(declaringType, methodTypeParameters), 0);
        return text.ToString();
    }

    private readonly record struct Scope(string DeclaringType, IReadOnlyList<string> MethodTypeParameters);

    private void WriteType(string type, ref int position, StringBuilder text, Scope scope, int depth)
    {
        var start = text.Length;
        if (position < type.Length && type[position] == '`')
        {
            WriteTypeParameter(type, ref position, text, scope);
        }
        else
        {
            WriteNamedType(type, ref position, text, scope, depth);
        }

        while (position < type.Length)
        {
            switch (type[position])
            {
                case '[':
                    var close = type.IndexOf(']', position);
                    close = close < 0 ? type.Length - 1 : close;
                    text.Append('[').Append(',', type.AsSpan(position, close - position).Count(',')).Append(']');
                    position = close + 1;
                    break;
                case '*':
                    text.Append('*');
                    position++;
                    break;
                case '@':
                    text.Insert(start, "ref ");
                    position++;
                    break;
                case '|' or '!':
                    // A modifier for the compiler, of no interest to a reader.
                    var end = type.AsSpan(position + 1).IndexOfAny(ModifierEnds);
                    position = end < 0 ? type.Length : position + 1 + end;
                    break;
                default:
                    return;
            }
        }
    }

    private void WriteNamedType(string type, ref int position, StringBuilder text, Scope scope, int depth)
    {
        while (true)
        {
            var length = type.AsSpan(position).IndexOfAny(NameEnds);
            var name = length < 0 ? type[position..] : type.Substring(position, length);
            position += name.Length;
            var nullable = name is "System.Nullable" && position < type.Length && type[position] == '{';
            if (!nullable)
            {
                text.Append(name.StartsWith('.') ? name : ShortType(name));
            }

            if (position >= type.Length || type[position] != '{')
            {
                return;
            }

            text.Append(nullable ? "" : "<");
            var first = true;
            while (position < type.Length && type[position] != '}')
            {
                position++;
                text.Append(first ? "" : ", ");
                first = false;
                if (depth >= MaximumDepth)
                {
                    position = type.Length;
                    return;
                }

                var before = position;
                WriteType(type, ref position, text, scope, depth + 1);
                if (position == before && position < type.Length && type[position] is not (',' or '}'))
                {
                    position = type.Length; // Not a type: nothing that follows can be understood.
                }
            }

            position = Math.Min(position + 1, type.Length);
            text.Append(nullable ? "?" : ">");
            if (position >= type.Length || type[position] != '.')
            {
                return;
            }
        }
    }

    private void WriteTypeParameter(string type, ref int position, StringBuilder text, Scope scope)
    {
        var ofMethod = position + 1 < type.Length && type[position + 1] == '`';
        position += ofMethod ? 2 : 1;
        var digits = position;
        while (position < type.Length && char.IsAsciiDigit(type[position]))
        {
            position++;
        }

        var names = ofMethod ? scope.MethodTypeParameters : TypeParameters(scope.DeclaringType);
        var known = int.TryParse(type.AsSpan(digits, position - digits), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < names.Count;
        text.Append(known ? names[index] : "T");
    }

    private string TypeName(string type, int from)
    {
        if (!type.Contains('`', StringComparison.Ordinal))
        {
            return type[from..];
        }

        var text = new StringBuilder();
        var position = 0;
        foreach (var segment in type.Split('.'))
        {
            var end = position + segment.Length;
            if (position >= from)
            {
                var arity = segment.IndexOf('`', StringComparison.Ordinal);
                text.Append(text.Length > 0 ? "." : "").Append(arity < 0 ? segment : segment[..arity]);
                if (OwnParameters(type[..end], segment) is { Length: > 0 } own)
                {
                    text.Append('<').AppendJoin(", ", own).Append('>');
                }
            }

            position = end + 1;
        }

        return text.ToString();
    }

    private List<string> TypeParameters(string type)
    {
        var names = new List<string>();
        var position = 0;
        foreach (var segment in type.Split('.'))
        {
            names.AddRange(OwnParameters(type[..(position + segment.Length)], segment));
            position += segment.Length + 1;
        }

        return names;
    }

    private string[] OwnParameters(string path, string segment)
    {
        var mark = segment.IndexOf('`', StringComparison.Ordinal);
        if (mark < 0 || !int.TryParse(segment.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var arity))
        {
            return [];
        }

        arity = Math.Min(arity, 64);
        return _typeParameters.TryGetValue(path, out var names) && names.Length == arity ? names : DefaultParameters(arity);
    }

    private static string[] DefaultParameters(int count) =>
        count == 1 ? ["T"] : [.. Enumerable.Range(1, count).Select(i => "T" + i.ToString(CultureInfo.InvariantCulture))];

    private string OperatorName(DocumentationId id, IReadOnlyList<string> methodTypeParameters)
    {
        var name = id.Member[(id.Member.LastIndexOf("op_", StringComparison.Ordinal) + 3)..];
        var isChecked = name.StartsWith("Checked", StringComparison.Ordinal);
        name = isChecked ? name["Checked".Length..] : name;
        var keyword = isChecked ? "operator checked " : "operator ";
        return name is "Implicit" or "Explicit"
            ? name.ToLowerInvariant() + " " + keyword + (id.ReturnType is { } to ? Parameter(to, id.Type, methodTypeParameters) : "")
            : keyword + OperatorSymbols.GetValueOrDefault(name, name);
    }
}
