namespace Sinter.Tests;

/// <summary>The small random models of tests/oracle, whose numbers were computed by an independent implementation in PyTorch.</summary>
internal static class OracleFolder
{
    /// <summary>The folder that has one folder a model.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var data = System.IO.Path.Combine(folder, "tests", "oracle", "models", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        throw new DirectoryNotFoundException("There is no folder tests/oracle/models/data above the tests; it is part of the repository.");
    }
}
