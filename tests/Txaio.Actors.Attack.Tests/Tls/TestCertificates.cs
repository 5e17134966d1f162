using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Txaio.Actors.Attack.Tests.Tls;

/// <summary>The fault of a certificate.</summary>
public enum Flaw
{
    None,
    RogueAuthority,
    RogueAuthorityOfTheSameName,
    SelfSigned,
    Expired,
    NotYetValid,
    AnotherHost,
    ForServersOnly,
    ForClientsOnly,
}

/// <summary>
/// A certificate authority, rogue authorities and certificates of nodes. Disposing this object deletes their folder.
/// </summary>
internal sealed class TestCertificates : IDisposable
{
    public const string Password = "of the tests";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-tls-");
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        _authority = Authority("the authority");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "no others"));
        Trusted = Path.Combine(_folder.FullName, "trusted.pem");
        File.WriteAllText(Trusted, _authority.ExportCertificatePem());
    }

    /// <summary>A PEM file with the authority that the nodes trust.</summary>
    public string Trusted { get; }

    /// <summary>Makes the certificate of a node, as a PKCS #12 file with <see cref="Password"/>.</summary>
    /// <returns>The path of the file.</returns>
    public string Make(Flaw flaw)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("node", key);
        var names = new SubjectAlternativeNameBuilder();
        if (flaw == Flaw.AnotherHost)
        {
            names.AddDnsName("other.example");
        }
        else
        {
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(Usages(flaw), critical: false));
        using var certificate = Signed(request, flaw, key);
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, Password));
        return path;
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private static OidCollection Usages(Flaw flaw)
    {
        var usages = new OidCollection();
        if (flaw != Flaw.ForClientsOnly)
            usages.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        if (flaw != Flaw.ForServersOnly)
            usages.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        return usages;
    }

    private static CertificateRequest Request(string name, ECDsa key) =>
        new($"CN={name}", key, HashAlgorithmName.SHA256);

    private X509Certificate2 Signed(CertificateRequest request, Flaw flaw, ECDsa key)
    {
        var begin = _now.AddDays(flaw == Flaw.NotYetValid ? 1 : -2);
        var end = _now.AddDays(flaw == Flaw.Expired ? -1 : 2);
        if (flaw == Flaw.SelfSigned)
            return request.CreateSelfSigned(begin, end);
        using var rogue = Authority(flaw == Flaw.RogueAuthority ? "the rogue" : "the authority");
        var isRogue = flaw is Flaw.RogueAuthority or Flaw.RogueAuthorityOfTheSameName;
        using var issued = request.Create(
            isRogue ? rogue : _authority, begin, end, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(_now.AddDays(-3), _now.AddDays(3));
    }
}
