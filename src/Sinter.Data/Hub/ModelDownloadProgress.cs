namespace Sinter.Data.Hub;

/// <summary>How far the download of a model has come.</summary>
/// <param name="File">The file that comes now, by its path in the repository.</param>
/// <param name="Done">The bytes that are there, of all files.</param>
/// <param name="Total">The bytes of all files that are wanted.</param>
public readonly record struct ModelDownloadProgress(string File, long Done, long Total);
