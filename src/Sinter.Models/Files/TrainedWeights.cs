using Sinter.Tensors.Programs;

namespace Sinter.Models.Files;

/// <summary>The trained parameters of a model alone, under Sinter's own names: what a training of few parameters keeps in its checkpoints.</summary>
public static class TrainedWeights
{
    /// <summary>Writes them to a SafeTensors file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Model model) => SafeTensorsWriter.Write(
        path, model.Parameters.Trained.Select(static parameter => new TensorToWrite(Info(parameter), destination => parameter.Value.AsSpan<float>().CopyTo(destination))));

    /// <summary>Reads them back.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another training.</exception>
    public static void Read(string path, Model model)
    {
        using var file = SafeTensorsFile.Open(path);
        foreach (var parameter in model.Parameters.Trained)
        {
            var info = Info(parameter);
            file.ReadFloat32(info.Name, parameter.Value.AsSpan<float>(), [.. info.Shape]);
        }
    }

    private static TensorInfo Info(Parameter parameter) => new(parameter.Name, [.. Enumerable.Range(0, parameter.Value.Shape.Rank).Select(i => parameter.Value.Shape[i])]);
}
