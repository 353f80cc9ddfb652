using Sinter.Models.Files;

namespace Sinter.Models.Surgery;

/// <summary>The values of a tensor of a file as rows of its parameter, whatever its layout in the file.</summary>
internal static class PlaceValues
{
    /// <summary>Rows and columns of a tensor as part of its parameter; a vector is one column.</summary>
    public static (int Rows, int Columns) Size(TensorPlace place) => place.Info.Shape.Count == 1 ? (place.Info.Shape[0], 1)
        : place.Layout == TensorLayout.Transposed ? (place.Info.Shape[1], place.Info.Shape[0])
        : (place.Info.Shape[0], (int)(place.Info.Elements / place.Info.Shape[0]));

    /// <summary>Reads a tensor as rows of its parameter.</summary>
    public static float[] Read(IWeightSource weights, TensorPlace place, int headSize)
    {
        var file = new float[place.Info.Elements];
        weights.ReadFloat32(place.Info.Name, file, [.. place.Info.Shape]);
        if (place.Layout == TensorLayout.Plain)
        {
            return file;
        }

        var rows = new float[file.Length];
        TensorLayouts.FromFile(place, headSize, file, rows);
        return rows;
    }

    /// <summary>Writes rows of a parameter as a tensor of a file.</summary>
    public static void Write(TensorPlace place, int headSize, ReadOnlySpan<float> rows, Span<float> file)
    {
        if (place.Layout == TensorLayout.Plain)
        {
            rows.CopyTo(file);
        }
        else
        {
            TensorLayouts.ToFile(place, headSize, rows, file);
        }
    }
}
