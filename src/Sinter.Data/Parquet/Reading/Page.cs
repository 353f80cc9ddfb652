namespace Sinter.Data.Parquet;

/// <summary>
/// A page of a column, decoded when someone first asks, on any thread. Batches that share it share what was decoded; it goes when they do.
/// </summary>
/// <param name="slots">How many slots it has.</param>
/// <param name="bytes">Its size before compression.</param>
/// <param name="decode">Decodes it; an <see cref="InvalidDataException"/> where it is malformed.</param>
internal sealed class Page(int slots, int bytes, Func<PageData> decode)
{
    private readonly Lazy<PageData> _data = new(decode);

    /// <summary>How many slots it has.</summary>
    public int Slots { get; } = slots;

    /// <summary>Its size before compression.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>What it holds.</summary>
    public PageData Data => _data.Value;
}
