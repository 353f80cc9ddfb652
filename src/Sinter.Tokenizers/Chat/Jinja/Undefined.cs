namespace Sinter.Tokenizers.Jinja;

/// <summary>The value of what is not there. It prints as nothing and is false, and whoever looks into it or computes with it fails.</summary>
/// <param name="Why">What is not there, as a clause.</param>
internal sealed record Undefined(string Why)
{
    /// <summary>The place of an argument that was not given.</summary>
    public static readonly Undefined Missing = new("an argument is missing");
}
