namespace Sinter.Data.Privacy;

/// <summary>What is done with what is found.</summary>
public enum PersonalAction
{
    /// <summary>It stays as it is.</summary>
    Keep,

    /// <summary>It stays, between marks with its kind: <c>&lt;EMAIL&gt;jane@mail.org&lt;/EMAIL&gt;</c>.</summary>
    Tag,

    /// <summary>Its letters and digits become stars; what parts them, and the length, stay. Of an address of the web only the secret parts do.</summary>
    Mask,

    /// <summary>It is taken out.</summary>
    Remove,

    /// <summary>Another of the same form takes its place, the same for the same value everywhere, which only who has the key can compute.</summary>
    Pseudonym,

    /// <summary>Another of the same form takes its place, each time another one.</summary>
    Fake,
}
