namespace Sinter.Data.Hub;

/// <summary>How a file of the web is brought to this machine.</summary>
public sealed record DownloadOptions
{
    /// <summary>A token that goes with requests to the host of the address, and to no other. It is in no message.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>The SHA-256 that the content must have, as 64 hexadecimal digits; null where it is not known. What the server says is checked as well.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The size that the content must have, in bytes; null where it is not known.</summary>
    public long? Length { get; init; }

    /// <summary>The size that the file may have, in bytes; a larger one is an <see cref="InvalidDataException"/>.</summary>
    public long MaximumBytes { get; init; } = long.MaxValue;

    /// <summary>How often a request is made again that failed for a reason that may pass.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>How long it waits before the first retry; each further wait is twice as long, and at most a minute. A server that names a time is heard.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may stay silent.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Is told how many bytes are there and how many there will be (null where that is not known).</summary>
    public Action<long, long?>? Progress { get; init; }
}
