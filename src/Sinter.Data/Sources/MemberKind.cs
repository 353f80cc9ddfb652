namespace Sinter.Data.Sources;

/// <summary>What a documented name of a .NET library is.</summary>
public enum MemberKind
{
    /// <summary>A class, structure, interface, enumeration or delegate: the documentation does not tell which.</summary>
    Type,

    /// <summary>A constructor of a type.</summary>
    Constructor,

    /// <summary>A method that is neither a constructor nor an operator.</summary>
    Method,

    /// <summary>An operator or a conversion.</summary>
    Operator,

    /// <summary>A property or an indexer.</summary>
    Property,

    /// <summary>A field, a constant or a value of an enumeration.</summary>
    Field,

    /// <summary>An event.</summary>
    Event,
}

/// <summary>The words for the kinds of members.</summary>
public static class MemberKindName
{
    /// <summary>The word for a kind, in lower case: <c>method</c>.</summary>
    public static string Of(MemberKind kind) => kind switch
    {
        MemberKind.Type => "type",
        MemberKind.Constructor => "constructor",
        MemberKind.Method => "method",
        MemberKind.Operator => "operator",
        MemberKind.Property => "property",
        MemberKind.Field => "field",
        MemberKind.Event => "event",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The word for a kind with its article: <c>a method</c>.</summary>
    public static string WithArticle(string kind) => (kind is "operator" or "event" ? "an " : "a ") + kind;
}
