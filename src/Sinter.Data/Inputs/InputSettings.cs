using Sinter.Data.Hub;

namespace Sinter.Data.Inputs;

/// <summary>Where names of inputs are looked for.</summary>
public sealed record InputSettings
{
    /// <summary>The folder that relative names start from, and that names of documents are relative to.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Opens the standard input, which is named <c>-</c>.</summary>
    public Func<Stream> StandardInput { get; init; } = Console.OpenStandardInput;

    /// <summary>The folder in which files of the web are looked for first; see <c>SINTER_ASSETS</c>. Null where there is none.</summary>
    public string? AssetsFolder { get; init; } = Environment.GetEnvironmentVariable("SINTER_ASSETS") is { Length: > 0 } folder ? folder : null;

    /// <summary>How files of the web are got, and where they are kept.</summary>
    public HubSettings Hub { get; init; } = HubSettings.FromEnvironment();

    /// <summary>The settings that are used where none are given.</summary>
    public static InputSettings Default => new();
}
