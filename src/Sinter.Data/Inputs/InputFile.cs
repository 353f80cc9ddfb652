namespace Sinter.Data.Inputs;

/// <summary>One input: a file, the standard input, or a file of the web. It says how to open the raw bytes; nothing is opened before.</summary>
/// <param name="name">How documents and messages name it, with <c>/</c> between folders.</param>
/// <param name="length">Its size in bytes as it lies there (so compressed, where it is); null where that is not known.</param>
/// <param name="open">Opens the raw bytes.</param>
public sealed class InputFile(string name, long? length, Func<Stream> open)
{
    /// <summary>How documents and messages name it, with <c>/</c> between folders.</summary>
    public string Name { get; } = name;

    /// <summary>Its size in bytes as it lies there (so compressed, where it is); null where that is not known.</summary>
    public long? Length { get; } = length;

    /// <summary>The full path where it is a file of this machine, else null.</summary>
    public string? Path { get; private init; }

    /// <summary>Whether the user named this very file, and not a folder or a pattern that it was found by: it is then read as plain text where nothing shows another format.</summary>
    public bool IsNamed { get; init; }

    /// <summary>
    /// Opens the raw bytes; a file of the web is brought to this machine first. Throws <see cref="IOException"/> where that fails.
    /// The caller disposes the stream.
    /// </summary>
    public Stream Open() => open();

    /// <summary>A file of this machine.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="name">How documents name it.</param>
    /// <param name="isNamed">Whether the user named this very file.</param>
    public static InputFile OfPath(string path, string name, bool isNamed = false) => new(name, new FileInfo(path).Length, () => OpenPath(path)) { Path = path, IsNamed = isNamed };

    /// <summary>The same input with what is read of it seen on the way.</summary>
    /// <param name="read">Is given the bytes that were read so far, as they lie there.</param>
    internal InputFile Counted(Action<long> read) => new(Name, Length, () => new CountingStream(Open(), read)) { IsNamed = IsNamed };

    /// <summary>Opens a file for reading from its start to its end.</summary>
    internal static FileStream OpenPath(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
