namespace Sinter.Data.Parquet;

/// <summary>The kinds of pages, as the format numbers them.</summary>
internal enum PageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}
