using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy.People;

/// <summary>Postal addresses and user names.</summary>
public sealed class PlaceAndHandleTests
{
    [Theory]
    [InlineData("at 221B Baker Street, London NW1 6XE.", "221B Baker Street, London NW1 6XE")]
    [InlineData("to 742 Evergreen Terrace, Springfield, IL 62704-1234 now", "742 Evergreen Terrace, Springfield, IL 62704-1234")]
    [InlineData("12 Main St, Apt 4B, Boston, MA 02101", "12 Main St, Apt 4B, Boston, MA 02101")]
    [InlineData("Hauptstraße 12, 10115 Berlin", "Hauptstraße 12, 10115 Berlin")]
    [InlineData("wohnt Berliner Str. 5b\n60311 Frankfurt am Main, ist", "Berliner Str. 5b\n60311 Frankfurt am Main")]
    [InlineData("Unter den Linden 77, 10117 Berlin", "Unter den Linden 77, 10117 Berlin")]
    [InlineData("12 bis, rue de la Paix, 75002 Paris", "12 bis, rue de la Paix, 75002 Paris")]
    [InlineData("en Calle Mayor, 5, 28013 Madrid", "Calle Mayor, 5, 28013 Madrid")]
    [InlineData("abita in Via Roma 12", "Via Roma 12")]
    [InlineData("Keizersgracht 100, 1015 CJ Amsterdam", "Keizersgracht 100, 1015 CJ Amsterdam")]
    [InlineData("ul. Długa 5/7, 00-590 Warszawa", "ul. Długa 5/7, 00-590 Warszawa")]
    [InlineData("Storgatan 5, 114 55 Stockholm", "Storgatan 5, 114 55 Stockholm")]
    [InlineData("Rua Augusta 100, 1100-053 Lisboa", "Rua Augusta 100, 1100-053 Lisboa")]
    [InlineData("P.O. Box 1234, Austin, TX 78701", "P.O. Box 1234, Austin, TX 78701")]
    [InlineData("Postfach 12 34, 80331 München", "Postfach 12 34, 80331 München")]
    public void An_address_is_found_to_its_end(string text, string address)
    {
        var found = Found.Best(text, PersonalKinds.Address);
        found.Value.ShouldBe(address);
        found.Score.ShouldBeGreaterThan(0.5f);
    }

    [Theory]
    [InlineData("In 1987 Main Street was paved.")]
    [InlineData("It took place on March 27 and 28.")]
    [InlineData("Chapter 12 The Long Road")]
    [InlineData("I bought 12 books and 3 pens, 40000 Dollars")]
    [InlineData("via Skype 5 times")]
    [InlineData("Version 12 Street")]
    public void Other_numbers_are_not(string text) => Found.All(text, PersonalKinds.Address).ShouldBeEmpty();

    [Theory]
    [InlineData("thanks @jane_doe for this", "@jane_doe")]
    [InlineData("(cc @bob42)", "@bob42")]
    [InlineData("https://github.com/octofox/repo", "octofox")]
    [InlineData("see https://www.reddit.com/user/some_one-1/ ok", "some_one-1")]
    [InlineData("https://t.me/moonfox", "moonfox")]
    [InlineData("username: night_owl77", "night_owl77")]
    [InlineData("{\"login\": \"nightowl77\"}", "nightowl77")]
    [InlineData("Benutzername: karl_9", "karl_9")]
    public void A_user_name_is_found(string text, string handle) => Found.All(text, PersonalKinds.Handle).ShouldBe([handle]);

    [Theory]
    [InlineData("@media print { }")]
    [InlineData("@Override\npublic void run() { }")]
    [InlineData("    @GetMapping(\"/x\")")]
    [InlineData("@app.route('/')\ndef f(): pass")]
    [InlineData("npm i @babel/core @types/node")]
    [InlineData("/** @param x the value */")]
    [InlineData(" * @author someone")]
    [InlineData("mail me a@b.example")]
    [InlineData("https://github.com/about and https://x.com/search?q=a")]
    [InlineData("user: The user that is asked")]
    [InlineData("user = null; login: true")]
    [InlineData("5 apples @ 3 each")]
    public void Code_and_words_are_not(string text) => Found.All(text, PersonalKinds.Handle).ShouldBeEmpty();
}
