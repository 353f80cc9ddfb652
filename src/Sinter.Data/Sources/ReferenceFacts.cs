namespace Sinter.Data.Sources;

/// <summary>The metadata keys of the documents of <see cref="DotNetReference"/>; one that does not apply or is not known is not there.</summary>
public static class ReferenceFacts
{
    /// <summary>What the member is, as <see cref="MemberKindName"/> says it.</summary>
    public const string Kind = "kind";

    /// <summary>The full readable name without parameters, such as <c>System.String.Join</c>.</summary>
    public const string Name = "name";

    /// <summary>The full readable name of the type that declares the member.</summary>
    public const string Type = "type";

    /// <summary>The version of the reference pack.</summary>
    public const string Version = "version";

    /// <summary>The first section, as one line.</summary>
    public const string Summary = "summary";

    /// <summary>The short name of the type of the result, where the documentation leaves no doubt.</summary>
    public const string ReturnType = "returnType";
}
