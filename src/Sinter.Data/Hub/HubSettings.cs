namespace Sinter.Data.Hub;

/// <summary>Where the Hub is, who asks, and where files that came are kept.</summary>
public sealed record HubSettings
{
    /// <summary>The address of the Hub.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co/");

    /// <summary>The folder for files that came: each below its repository and commit, or its address. They stay until the user deletes them.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Token, retries and bounds.</summary>
    public DownloadOptions Download { get; init; } = new();

    /// <summary>
    /// What the environment says: <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c> or <c>HUGGING_FACE_HUB_TOKEN</c>, and <c>SINTER_CACHE</c>, else the folder for caches that the system has for the user.
    /// </summary>
    public static HubSettings FromEnvironment()
    {
        var settings = new HubSettings { CacheFolder = Variable("SINTER_CACHE") ?? UserCache() };
        if (Variable("HF_ENDPOINT") is { } endpoint)
        {
            settings = settings with
            {
                Endpoint = Uri.TryCreate(endpoint.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                    ? address
                    : throw new ArgumentException($"The environment variable HF_ENDPOINT is '{endpoint}'; an http or https address was expected."),
            };
        }

        return (Variable("HF_TOKEN") ?? Variable("HUGGING_FACE_HUB_TOKEN")) is { } token
            ? settings with { Download = settings.Download with { Token = new AccessToken(token) } }
            : settings;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static string UserCache() => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "sinter", "cache")
        : Path.Combine(Variable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "sinter");
}
