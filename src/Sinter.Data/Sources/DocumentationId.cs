namespace Sinter.Data.Sources;

/// <summary>
/// The parts of a documentation-comment id such as <c>M:System.String.Join``1(System.Char,System.Collections.Generic.IEnumerable{``0})</c>,
/// as they stand in it (see the C# specification, annex D). <see cref="ReadableNames"/> makes them readable.
/// </summary>
internal sealed record DocumentationId
{
    /// <summary>What follows an id that another file has already used; an id itself holds no space.</summary>
    public const string FileQualifier = " in ";

    /// <summary>What the id names.</summary>
    public required MemberKind Kind { get; init; }

    /// <summary>The full name of the type that declares the member; for a type its own full name.</summary>
    public required string Type { get; init; }

    /// <summary>The name of the member without parameters and without generic arity, such as <c>Join</c>, <c>#ctor</c> or <c>op_Addition</c>; empty for a type.</summary>
    public required string Member { get; init; }

    /// <summary>The number of type parameters that the method itself has.</summary>
    public int Arity { get; init; }

    /// <summary>The types of the parameters.</summary>
    public IReadOnlyList<string> ParameterTypes { get; init; } = [];

    /// <summary>The type that a conversion gives; null for all else, for ids do not tell.</summary>
    public string? ReturnType { get; init; }

    /// <summary>Takes an id apart; null where it is not the id of a type or a member.</summary>
    public static DocumentationId? TryParse(string id)
    {
        if (!IsDocumentationId(id))
        {
            return null;
        }

        var returnAt = id.IndexOf('~', StringComparison.Ordinal);
        var body = returnAt < 0 ? id[2..] : id[2..returnAt];
        var open = body.IndexOf('(', StringComparison.Ordinal);
        var path = open < 0 ? body : body[..open];
        if (path.Length == 0)
        {
            return null;
        }

        if (id[0] == 'T')
        {
            return new DocumentationId { Kind = MemberKind.Type, Type = path, Member = "" };
        }

        var dot = LastDotOutsideBraces(path);
        if (dot <= 0 || dot == path.Length - 1)
        {
            return null;
        }

        var arityAt = path.IndexOf("``", dot, StringComparison.Ordinal);
        var member = arityAt < 0 ? path[(dot + 1)..] : path[(dot + 1)..arityAt];
        return new DocumentationId
        {
            Kind = KindOf(id[0], member),
            Type = path[..dot],
            Member = member,
            Arity = arityAt >= 0 && int.TryParse(path.AsSpan(arityAt + 2), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var arity) ? Math.Min(arity, 64) : 0,
            ParameterTypes = open < 0 ? [] : SplitParameters(body[open..]),
            ReturnType = returnAt < 0 ? null : id[(returnAt + 1)..],
        };
    }

    /// <summary>
    /// The id without what tells the overloads of one member apart: parameters, arity, result and file. An id that is not a documentation-comment id stays as it is.
    /// </summary>
    public static ReadOnlySpan<char> WithoutOverload(string id)
    {
        if (!IsDocumentationId(id))
        {
            return id;
        }

        var end = id.AsSpan().IndexOfAny('(', '~', ' ');
        var path = end < 0 ? id : id.AsSpan(0, end);
        var arity = path.LastIndexOf("``", StringComparison.Ordinal);
        return arity < 0 ? path : path[..arity];
    }

    private static bool IsDocumentationId(string id) => id.Length > 2 && id[1] == ':' && id[0] is 'T' or 'M' or 'P' or 'F' or 'E';

    private static MemberKind KindOf(char prefix, string member) => prefix switch
    {
        'M' when member is "#ctor" or "#cctor" => MemberKind.Constructor,
        'M' when member.AsSpan(member.LastIndexOf('#') + 1).StartsWith("op_", StringComparison.Ordinal) => MemberKind.Operator,
        'M' => MemberKind.Method,
        'P' => MemberKind.Property,
        'F' => MemberKind.Field,
        _ => MemberKind.Event,
    };

    private static int LastDotOutsideBraces(string path)
    {
        var depth = 0;
        for (var i = path.Length - 1; i >= 0; i--)
        {
            depth += path[i] switch { '}' => 1, '{' => -1, _ => 0 };
            if (path[i] == '.' && depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static List<string> SplitParameters(string list)
    {
        var types = new List<string>();
        var depth = 0;
        var start = 1;
        for (var i = 1; i < list.Length; i++)
        {
            // Commas also stand between the arguments of a generic type and between the dimensions of an array.
            depth += list[i] switch { '{' or '[' or '(' => 1, '}' or ']' => -1, _ => 0 };
            var closes = list[i] == ')' && depth-- == 0;
            if ((list[i] == ',' && depth == 0) || closes)
            {
                types.Add(list[start..i]);
                start = i + 1;
            }

            if (closes)
            {
                break;
            }
        }

        return types;
    }
}
