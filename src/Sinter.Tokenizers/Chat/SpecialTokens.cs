namespace Sinter.Tokenizers;

/// <summary>The special tokens of Sinter's own models.</summary>
public static class SpecialTokens
{
    /// <summary>Ends every document and every answer; also the padding.</summary>
    public const string EndOfText = "<|endoftext|>";

    /// <summary>Begins a system message.</summary>
    public const string System = "<|system|>";

    /// <summary>Begins a message of the user.</summary>
    public const string User = "<|user|>";

    /// <summary>Begins an answer of the assistant.</summary>
    public const string Assistant = "<|assistant|>";

    /// <summary>All of them, in the order of their ids in a trained vocabulary.</summary>
    public static IReadOnlyList<string> All { get; } = [EndOfText, System, User, Assistant];
}
