namespace Sinter.Models.Files;

/// <summary>How a tensor of a file lies among the rows of a parameter.</summary>
public enum TensorLayout
{
    /// <summary>Row by row, as in the parameter.</summary>
    Plain,

    /// <summary>[in, out] in the file and [out, in] in the parameter (the Conv1D of GPT-2).</summary>
    Transposed,

    /// <summary>Head by head query, key and value in the file, [heads, 3, head size]; all queries, all keys, all values in the parameter (GPT-NeoX).</summary>
    QueryKeyValueByHead,
}

/// <summary>A tensor of a model's files, and where its values lie in memory.</summary>
/// <param name="Info">Its name and shape in the file.</param>
/// <param name="Parameter">The parameter that holds it, whole or as some of its rows.</param>
/// <param name="Row">The first of those rows; of a vector, the first element. An expert's matrix lies at its rows of all experts' matrices seen as one.</param>
/// <param name="Layout">How it lies there.</param>
public sealed record TensorPlace(TensorInfo Info, string Parameter, int Row = 0, TensorLayout Layout = TensorLayout.Plain);
