namespace Sinter.Data.Hub;

/// <summary>A file of a repository.</summary>
/// <param name="Path">Its path within.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its content where the Hub names one (large files), else null.</param>
public sealed record HubFile(string Path, long Length, string? Sha256);
