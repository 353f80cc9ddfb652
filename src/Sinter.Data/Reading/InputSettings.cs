namespace Sinter.Data.Reading;

/// <summary>Where names of inputs are looked for.</summary>
public sealed record InputSettings
{
    /// <summary>The folder that relative names start from, and that names of documents are relative to.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Opens the standard input, which is named <c>-</c>.</summary>
    public Func<Stream> StandardInput { get; init; } = Console.OpenStandardInput;

    /// <summary>The settings that are used where none are given.</summary>
    public static InputSettings Default => new();
}
